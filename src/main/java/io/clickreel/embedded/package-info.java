/** Real services that Clickreel starts itself where no address is set: Kafka, ClickHouse, S3. */
@org.jspecify.annotations.NullMarked
package io.clickreel.embedded;
