package io.clickreel;

/** Which Clickreel this is. */
public final class Version {
    private Version() {}

    /** The version of the jar that runs; from classes without one it is not known. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }
}
