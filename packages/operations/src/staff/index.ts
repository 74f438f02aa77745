export { callOnce, keyOption } from "./call-once.ts";
export { releaseReason, withReason } from "./options.ts";
export { upTo } from "./pages.ts";
export { ordersTable, orderText } from "./show-orders.ts";
export { paymentText, troubledTable } from "./show-payments.ts";
export { openStaffApi, type StaffApi } from "./staff-api.ts";
