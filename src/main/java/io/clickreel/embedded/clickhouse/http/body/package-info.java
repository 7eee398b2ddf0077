/** The bodies of requests and answers: how they arrive, and what unpacks and packs them. */
@org.jspecify.annotations.NullMarked
package io.clickreel.embedded.clickhouse.http.body;
