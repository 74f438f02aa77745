import { newId } from "@caravan/contracts";

/** Somebody with things that are nobody else's business. */
export interface Victim {
  readonly userId: string;
  readonly orderId: string;
  readonly shipmentId: string;
  readonly addressId: string;
  readonly paymentId: string;
  readonly reservationId: string;
}

/** A request that would be right if the right caller sent it. */
export interface Probe {
  /** Values of the path's parameters. */
  readonly params?: Record<string, string>;
  readonly query?: string;
  readonly body?: object;
  /** What another shopper gets: `404` for a thing that is not theirs; a list or a thing of their own is `200`. */
  readonly other?: 200 | 404;
}

const address = { name: "M", street: "S 1", postalCode: "10115", city: "C", country: "DE" };
const money = { amountCents: 1, currency: "EUR" };
const reason = { reason: "a probe" };
const password = "not the password";
const email = "nobody@example.com";

/** One entry per route, by operation id. A route without one fails the proof: whoever adds a route says whose it is. */
export const probesFor = (victim: Victim): Readonly<Record<string, Probe>> => {
  const order = { params: { orderId: victim.orderId } };
  const shipment = { params: { shipmentId: victim.shipmentId } };
  const payment = { params: { paymentId: victim.paymentId } };
  const reservation = { params: { reservationId: victim.reservationId } };
  const stock = { params: { sku: "CAR-0001" } };
  const lines = [{ sku: "CAR-0001", quantity: 1 }];
  const mine = { other: 404 } as const;
  return {
    listProducts: {},
    getProduct: { params: { productId: newId("prd") } },
    listCategories: {},
    listPrices: { query: "skus=CAR-0001" },

    createGuest: {},
    signUp: { body: { email, password, name: "N" } },
    signIn: { body: { email, password } },
    refreshSession: { body: { refreshToken: "x".repeat(43) } },
    signOut: { body: { refreshToken: "x".repeat(43) } },
    getMe: { other: 200 },
    changePassword: { body: { currentPassword: password, newPassword: "another password" } },
    listAddresses: { other: 200 },
    addAddress: { body: address, other: 200 },
    changeAddress: { params: { addressId: victim.addressId }, body: address, ...mine },
    removeAddress: { params: { addressId: victim.addressId }, ...mine },
    exportMe: { other: 200 },
    eraseMe: { body: { password } },
    setScopes: { params: { userId: victim.userId }, body: { scopes: ["staff"] } },

    listStock: { query: "skus=CAR-0001" },
    reserveStock: { body: { orderId: newId("ord"), lines } },
    getReservation: reservation,
    commitReservation: reservation,
    releaseReservation: reservation,
    returnReservation: reservation,
    listWarehouseStock: stock,
    restock: { ...stock, body: { warehouse: "north", quantity: 1 } },
    correctCount: { ...stock, body: { warehouse: "north", counted: 0, ...reason } },
    listMovements: stock,

    placeOrder: { body: { lines: [{ sku: "ZZZ-9999", quantity: 1 }], deliverTo: address } },
    listOrders: { other: 200 },
    getOrder: { ...order, ...mine },
    startPayment: { ...order, body: { returnUrl: "http://shop.example/" }, ...mine },
    cancelOrder: { ...order, body: {}, ...mine },
    returnOrder: { ...order, body: {}, ...mine },
    searchOrders: {},
    inspectOrder: order,
    retryOrder: { ...order, body: reason },
    compensateOrder: { ...order, body: reason },
    refundOrder: { ...order, body: { amount: money, ...reason } },

    createPayment: {
      body: {
        orderId: victim.orderId,
        shopperId: victim.userId,
        amount: money,
        returnUrl: "http://shop.example/",
      },
    },
    getPayment: payment,
    capturePayment: payment,
    cancelPayment: payment,
    cancelOrderPayments: { body: { orderId: victim.orderId } },
    refundPayment: { ...payment, body: { amount: money, ...reason } },
    receiveBankCallback: { body: { id: "x" } },
    receiveStripeCallback: { body: { id: "x" } },
    findPayments: { query: `orderId=${victim.orderId}` },
    listTroubledPayments: {},
    retryPayment: payment,
    getTrialBalance: {},
    listBookMovements: {},
    reconcile: { params: { date: "2026-01-01" } },
    getReconciliation: { params: { date: "2026-01-01" } },

    createShipment: {
      body: { orderId: victim.orderId, shopperId: victim.userId, deliverTo: address, lines },
    },
    cancelShipment: shipment,
    createReturn: shipment,
    listShipments: { other: 200 },
    getShipment: { ...shipment, ...mine },
    trackShipment: { ...shipment, ...mine },
    receiveCarrierCallback: { body: { id: "x" } },
    dispatchShipment: shipment,
    listStoppedShipments: {},
    printLabel: { params: { ...shipment.params, packageNumber: "1" } },
  };
};
