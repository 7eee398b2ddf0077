/** What all generators share: when an event is due, random numbers that are the same for a seed, and events as messages. */
@NullMarked
package io.clickreel.generate.shared;

import org.jspecify.annotations.NullMarked;
