import { z } from 'zod';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import { chooseContainers } from '../../kubernetes/pod-template.js';
import { defineOperation } from '../../operation.js';
import { templateFields } from './change-fields.js';
import { changeTemplate } from './template-change.js';
import { deferred } from '../../platform/deferred.js';

/** As container runtimes read it: a name with an optional registry, tag and digest. */
const IMAGE = /^[A-Za-z0-9][-\w./:@]{0,1023}$/;

export const workloadsSetImage = defineOperation({
  name: 'workloads_set_image',
  title: 'Set images',
  description: 'Sets the images of containers of a workload; its pods are replaced.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      ...templateFields,
      images: z
        .record(z.string().min(1).max(63), z.string().regex(IMAGE, 'must be an image such as registry.example.com/app:1.2'))
        .refine((images) => Object.keys(images).length > 0, 'must name at least one container')
        .describe('Image by container; "*" = all'),
    }),
  ),
  output: changeOutput,
  handler: (context, { images, ...input }) =>
    changeTemplate(context, input, 'changed', (before, target) =>
      chooseContainers(before, target, Object.keys(images)).map((place) => ({
        place,
        change: { image: images[place.name] ?? images['*'] },
      })),
    ),
  render: renderChange,
});
