/** A service as its own process: how it is started and watched, how it ends with its parent, and the data folder that all share. */
@NullMarked
package io.clickreel.embedded.process;

import org.jspecify.annotations.NullMarked;
