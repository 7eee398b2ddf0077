/** The embedded Apache Kafka. */
@org.jspecify.annotations.NullMarked
package io.clickreel.embedded.kafka;
