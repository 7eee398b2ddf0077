/** What ClickHouse knows of deliveries: table {@code deliveries}, and who holds them up. */
@NullMarked
package io.clickreel.delivery.ledger;

import org.jspecify.annotations.NullMarked;
