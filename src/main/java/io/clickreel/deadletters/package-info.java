/** Dead letters after the fact: what there is, each one whole, and their way back to the topic. */
@org.jspecify.annotations.NullMarked
package io.clickreel.deadletters;
