/** The beans {@code io.clickreel:*} of JMX, who may ask for them from outside, and how a command asks for them. */
@NullMarked
package io.clickreel.jmx;

import org.jspecify.annotations.NullMarked;
