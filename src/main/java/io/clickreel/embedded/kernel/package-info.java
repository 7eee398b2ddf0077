/** What the Linux kernel can refuse a process for good: programs, files, connections, signals to others. */
@org.jspecify.annotations.NullMarked
package io.clickreel.embedded.kernel;
