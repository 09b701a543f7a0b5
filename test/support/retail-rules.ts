/**
 * The rules of the retail import, said again without the product's code. Order: InvoiceNo,
 * StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country.
 */
export function reasonsOf([
  invoice,
  stock,
  ,
  quantity,
  date,
  price,
  customer,
]: readonly unknown[]): string[] {
  return [
    ...(invoice === null ? ['InvoiceNo: required'] : []),
    ...(stock === null ? ['StockCode: required'] : []),
    ...(typeof quantity === 'number' && quantity > 0 ? [] : ['Quantity: must be > 0']),
    ...(date instanceof Date ? [] : ['InvoiceDate: required']),
    ...(typeof price === 'number' && price > 0 ? [] : ['UnitPrice: must be > 0']),
    ...(customer === null ? ['CustomerID: required'] : []),
  ];
}
