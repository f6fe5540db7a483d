namespace Hub.Server.Security;

/// <summary>The route looks at what its caller presents by itself, because that is no credential for any other route: authentication leaves it alone.</summary>
internal sealed class OwnCredentials
{
    public static OwnCredentials Instance { get; } = new();

    private OwnCredentials()
    {
    }
}
