/** The business questions and the page that shows their answers. */
@org.jspecify.annotations.NullMarked
package io.clickreel.dashboard;
