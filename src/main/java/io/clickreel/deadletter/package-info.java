/**
 * Records that break the contract, and how they are kept, in a table and in a topic. How they come back is in {@code
 * redrive}.
 */
@NullMarked
package io.clickreel.deadletter;

import org.jspecify.annotations.NullMarked;
