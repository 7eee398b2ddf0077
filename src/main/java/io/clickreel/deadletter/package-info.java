/** Records that break the contract: how they are kept, listed, and moved back to their topic. */
@NullMarked
package io.clickreel.deadletter;

import org.jspecify.annotations.NullMarked;
