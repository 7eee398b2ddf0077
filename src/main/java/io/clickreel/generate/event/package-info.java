/**
 * Synthetic events for any stream, made from its contract and what {@code x-generate} says in it, and the endpoint
 * {@code generate:} of a route that publishes them.
 */
@NullMarked
package io.clickreel.generate.event;

import org.jspecify.annotations.NullMarked;
