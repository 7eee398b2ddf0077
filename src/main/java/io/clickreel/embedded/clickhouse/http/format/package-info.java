/** What the front has to know of ClickHouse's formats: how they are named, streamed, and written for newer clients. */
@org.jspecify.annotations.NullMarked
package io.clickreel.embedded.clickhouse.http.format;
