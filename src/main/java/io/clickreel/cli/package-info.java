/** The command line: one class a command. */
@NullMarked
package io.clickreel.cli;

import org.jspecify.annotations.NullMarked;
