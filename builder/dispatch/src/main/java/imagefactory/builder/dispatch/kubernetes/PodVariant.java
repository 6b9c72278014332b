package imagefactory.builder.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a build pod may do, so that Buildah can make its user namespace in it. The first is the one to use where it can be. */
public enum PodVariant {
    /** In a user namespace of its own: its uid is nobody's on the node, two capabilities of that namespace. */
    USER_NAMESPACE(1000, false, true, "SETGID,SETUID"),
    /** Where privilege escalation is forbidden by policy; costs root in its own namespace, and eight capabilities there. */
    ROOT_OF_NAMESPACE(0, false, false, "CHOWN,DAC_OVERRIDE,FOWNER,FSETID,SETFCAP,SETGID,SETUID,SYS_CHROOT"),
    /** Where nodes know no user namespaces; costs them: uid 1000 and what RUN steps make of it are users of the node. */
    HOST_USERS(1000, true, true, "SETGID,SETUID"),
    /** Where no seccomp profile can be installed on nodes; costs SYS_ADMIN in its namespace, which the baseline level forbids. */
    SYS_ADMIN(1000, false, true, "SETGID,SETUID,SYS_ADMIN,SYS_CHROOT");

    /** Below the kubelet's folder for profiles; {@code deploy/kubernetes/seccomp} has it. */
    private static final String PROFILE = "image-factory-build.json";

    private final long user;
    private final boolean hostUsers;
    private final boolean escalation;
    private final String capabilities;

    PodVariant(long user, boolean hostUsers, boolean escalation, String capabilities) {
        this.user = user;
        this.hostUsers = hostUsers;
        this.escalation = escalation;
        this.capabilities = capabilities;
    }

    /** @throws IllegalArgumentException with the names that there are */
    public static PodVariant parse(String name) {
        return Arrays.stream(values())
                .filter(variant -> variant.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is no kind of build pod; there are "
                        + Arrays.stream(values()).map(PodVariant::toString).collect(Collectors.joining(", "))));
    }

    boolean hostUsers() {
        return hostUsers;
    }

    PodSecurityContext pod() {
        return new PodSecurityContextBuilder()
                .withRunAsUser(user)
                .withRunAsGroup(user)
                .withRunAsNonRoot(user != 0)
                .withFsGroup(user)
                .withSeccompProfile(profile())
                .build();
    }

    SecurityContext container() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(escalation)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withAdd(capabilities.split(","))
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    private SeccompProfile profile() {
        return this == SYS_ADMIN
                ? new SeccompProfile(null, "RuntimeDefault")
                : new SeccompProfile(PROFILE, "Localhost");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
