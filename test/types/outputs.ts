import { expectTypeOf } from 'vitest';
import type { OperationInput, OperationName, OperationOutput } from '../../src/index.js';

/** `true` for `any`, which would let everything compile. */
type IsAny<Type> = 0 extends 1 & Type ? true : false;

/** Operations whose type says nothing: there must be none, whatever is added. */
type Untyped = {
  [Name in OperationName]: true extends IsAny<OperationInput<Name>> | IsAny<OperationOutput<Name>> ? Name : never;
}[OperationName];
expectTypeOf<Untyped>().toBeNever();

/** Members of an output that are `any`. */
type LooseMembers = {
  [Name in OperationName]: {
    [Member in keyof OperationOutput<Name>]-?: IsAny<OperationOutput<Name>[Member]> extends true ? [Name, Member] : never;
  }[keyof OperationOutput<Name>];
}[OperationName];
expectTypeOf<LooseMembers>().toBeNever();
