/**
 * The kinds every API server of 1.24 and later serves, or any release up to 1.36: `Kind: 'plural shortNames…'`. They need no discovery.
 * A kind that a server lacks is told by its 404.
 */
interface KindsOfVersion {
  readonly namespaced?: Readonly<Record<string, string>>;
  readonly cluster?: Readonly<Record<string, string>>;
}

const EVENTS = { namespaced: { Event: 'events ev' } };

export const KIND_TABLE: Readonly<Record<string, KindsOfVersion>> = {
  'v1': {
    namespaced: {
      Pod: 'pods po',
      Service: 'services svc',
      ConfigMap: 'configmaps cm',
      Secret: 'secrets',
      Event: 'events ev',
      Endpoints: 'endpoints ep',
      ServiceAccount: 'serviceaccounts sa',
      PersistentVolumeClaim: 'persistentvolumeclaims pvc',
      ReplicationController: 'replicationcontrollers rc',
      ResourceQuota: 'resourcequotas quota',
      LimitRange: 'limitranges limits',
      PodTemplate: 'podtemplates',
    },
    cluster: {
      Namespace: 'namespaces ns',
      Node: 'nodes no',
      PersistentVolume: 'persistentvolumes pv',
      ComponentStatus: 'componentstatuses cs',
    },
  },
  'apps/v1': {
    namespaced: {
      Deployment: 'deployments deploy',
      ReplicaSet: 'replicasets rs',
      StatefulSet: 'statefulsets sts',
      DaemonSet: 'daemonsets ds',
      ControllerRevision: 'controllerrevisions',
    },
  },
  'batch/v1': { namespaced: { Job: 'jobs', CronJob: 'cronjobs cj' } },
  'autoscaling/v1': { namespaced: { HorizontalPodAutoscaler: 'horizontalpodautoscalers hpa' } },
  'autoscaling/v2': { namespaced: { HorizontalPodAutoscaler: 'horizontalpodautoscalers hpa' } },
  'networking.k8s.io/v1': {
    namespaced: { Ingress: 'ingresses ing', NetworkPolicy: 'networkpolicies netpol' },
    cluster: { IngressClass: 'ingressclasses', IPAddress: 'ipaddresses ip', ServiceCIDR: 'servicecidrs' },
  },
  'policy/v1': { namespaced: { PodDisruptionBudget: 'poddisruptionbudgets pdb' } },
  'rbac.authorization.k8s.io/v1': {
    namespaced: { Role: 'roles', RoleBinding: 'rolebindings' },
    cluster: { ClusterRole: 'clusterroles', ClusterRoleBinding: 'clusterrolebindings' },
  },
  'storage.k8s.io/v1': {
    namespaced: { CSIStorageCapacity: 'csistoragecapacities' },
    cluster: {
      StorageClass: 'storageclasses sc',
      VolumeAttachment: 'volumeattachments',
      CSIDriver: 'csidrivers',
      CSINode: 'csinodes',
      VolumeAttributesClass: 'volumeattributesclasses vac',
    },
  },
  'coordination.k8s.io/v1': { namespaced: { Lease: 'leases' } },
  'discovery.k8s.io/v1': { namespaced: { EndpointSlice: 'endpointslices' } },
  'events.k8s.io/v1': EVENTS,
  'scheduling.k8s.io/v1': { cluster: { PriorityClass: 'priorityclasses pc' } },
  'node.k8s.io/v1': { cluster: { RuntimeClass: 'runtimeclasses' } },
  'certificates.k8s.io/v1': { cluster: { CertificateSigningRequest: 'certificatesigningrequests csr' } },
  'apiextensions.k8s.io/v1': { cluster: { CustomResourceDefinition: 'customresourcedefinitions crd crds' } },
  'apiregistration.k8s.io/v1': { cluster: { APIService: 'apiservices' } },
  'admissionregistration.k8s.io/v1': {
    cluster: {
      MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
      ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
      ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
      ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
      MutatingAdmissionPolicy: 'mutatingadmissionpolicies',
      MutatingAdmissionPolicyBinding: 'mutatingadmissionpolicybindings',
    },
  },
  'flowcontrol.apiserver.k8s.io/v1': { cluster: { FlowSchema: 'flowschemas', PriorityLevelConfiguration: 'prioritylevelconfigurations' } },
  'resource.k8s.io/v1': {
    namespaced: { ResourceClaim: 'resourceclaims', ResourceClaimTemplate: 'resourceclaimtemplates' },
    cluster: { DeviceClass: 'deviceclasses', ResourceSlice: 'resourceslices' },
  },
};
