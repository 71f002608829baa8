/** Why an image cannot be had, by what runtimes and registries say. The first that matches counts. */
const CAUSES: readonly { readonly says: RegExp; readonly title: string; readonly meaning: string }[] = [
  {
    says: /InvalidImageName|invalid reference format|couldn't parse image/i,
    title: 'its name is no image name',
    meaning: 'correct the image of the container: registry/name:tag',
  },
  {
    says: /ErrImageNeverPull|is not present with pull policy of Never/i,
    title: 'it is not on the node and is never pulled',
    meaning: 'imagePullPolicy is Never: load the image on the node, or let it be pulled',
  },
  {
    says: /toomanyrequests|rate limit|\b429\b/i,
    title: 'the registry limits the rate',
    meaning: 'too many pulls: it works again later, with a login of the registry, or through a mirror',
  },
  {
    says: /no such host|server misbehaving|lookup \S+ (on|:)|temporary failure in name resolution/i,
    title: 'the registry name does not resolve',
    meaning: 'the node cannot resolve the host of the image: a typing error in the registry name, or the DNS of the node',
  },
  {
    says: /no matching manifest|no match for platform|exec format/i,
    title: 'there is none for this processor',
    meaning: 'the image was not built for the architecture of the node',
  },
  {
    says: /manifest unknown|manifest for .* not found|not found|does not exist|NAME_UNKNOWN|\b404\b/i,
    title: 'it is not in the registry',
    meaning: 'no such name or tag; registries say the same of private images to strangers, so the login may be missing, too',
  },
  {
    says: /unauthorized|authentication required|authorization failed|denied|no basic auth|forbidden|\b40[13]\b/i,
    title: 'the registry refuses the login',
    meaning: 'imagePullSecrets of the pod or its service account are missing, expired, or of another registry',
  },
  {
    says: /x509|certificate|tls:/i,
    title: 'the certificate of the registry is not trusted',
    meaning: 'the node does not know the authority of the registry, or the certificate has ended',
  },
  {
    says: /timeout|connection refused|connection reset|deadline exceeded|no route to host|unreachable|EOF/i,
    title: 'the registry is not reached',
    meaning: 'the network between node and registry: firewall, proxy, or a registry that is down',
  },
  {
    says: /no space left|disk quota/i,
    title: 'the disk of the node is full',
    meaning: 'the node has no room for the image',
  },
];

const UNKNOWN = { title: 'it cannot be pulled', meaning: 'the runtime does not say why any more; its next try will' };

export function imageCause(said: string): { readonly title: string; readonly meaning: string } {
  return CAUSES.find(({ says }) => says.test(said)) ?? UNKNOWN;
}
