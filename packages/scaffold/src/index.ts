export { newService } from "./new-service.ts";
export { type Plan, planService } from "./plan.ts";
