/** The click: its contract, how it is read and written, and the generator that makes lifelike ones. Pure Java. */
@org.jspecify.annotations.NullMarked
package io.clickreel.click;
