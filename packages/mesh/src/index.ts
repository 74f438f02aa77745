export { type Mesh, setWeight } from "./set-weight.ts";
export {
  canaryCluster,
  parseWeight,
  showWeight,
  VirtualService,
  weightsOf,
  weightTotal,
} from "./weights.ts";
