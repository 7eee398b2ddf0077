/** ClickHouse as Camel and the bulk path see it: connections, the {@code clickhouse:} endpoint, the Native format. */
@org.jspecify.annotations.NullMarked
package io.clickreel.clickhouse;
