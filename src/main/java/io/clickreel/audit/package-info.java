/** The proof from the data: each offset is stored once, or is a dead letter once, and every view agrees. */
@org.jspecify.annotations.NullMarked
package io.clickreel.audit;
