/** What operators hold in their hands: the command line, health, topics, the block that says "up". */
@org.jspecify.annotations.NullMarked
package io.clickreel.ops;
