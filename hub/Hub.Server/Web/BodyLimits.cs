namespace Hub.Server.Web;

/// <summary>The most bytes a request's body may have, by kind of route. Kestrel counts what arrives, so a chunked body cannot pass.</summary>
public static class BodyLimits
{
    /// <summary>Small forms and commands: 64 KiB.</summary>
    public const long Command = 64 * 1024;

    /// <summary>Citizen requests and messages; files travel apart, as documents: 1 MiB.</summary>
    public const long Request = 1024 * 1024;

    /// <summary>Routes that say nothing else; workflow definitions and schemas fit: 8 MiB.</summary>
    public const long Default = 8 * 1024 * 1024;

    /// <summary>One document: 50 MiB.</summary>
    public const long Document = 50L * 1024 * 1024;
}
