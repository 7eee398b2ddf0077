/** Clickreel: a real-time clickstream pipeline, Kafka to ClickHouse, on Apache Camel. */
@org.jspecify.annotations.NullMarked
package io.clickreel;
