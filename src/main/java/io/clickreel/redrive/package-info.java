/** The dead letters that {@code deadletter} has kept: selected, listed, shown, and moved back to their topic. */
@NullMarked
package io.clickreel.redrive;

import org.jspecify.annotations.NullMarked;
