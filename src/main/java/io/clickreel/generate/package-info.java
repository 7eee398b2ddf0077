/** The generator of clicks as a bean of the route clicks-generate. */
@org.jspecify.annotations.NullMarked
package io.clickreel.generate;
