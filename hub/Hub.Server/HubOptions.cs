namespace Hub.Server;

/// <summary>
/// The hub's settings, from the environment (<c>HUB__DATA</c>) or the section <c>Hub</c> of <c>appsettings.json</c>. None is needed
/// to start. Read by <see cref="HubOptionsReader"/>, which lists every mistake at once.
/// </summary>
public sealed record HubOptions
{
    /// <summary>The folder of the embedded store and of the server's secrets. Default <c>./data</c>, as a full path.</summary>
    public required string Data { get; init; }

    /// <summary>Address of REST, console, designer, Elsa API and SignalR. Default <c>http://127.0.0.1:5080</c>; port 0 takes a free one.</summary>
    public Uri Http { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>Address of gRPC over HTTP/2, without TLS on the loopback. Default <c>http://127.0.0.1:5081</c>.</summary>
    public Uri Grpc { get; init; } = new("http://127.0.0.1:5081");

    /// <summary>Address of metrics and detailed health. Default <c>http://127.0.0.1:5082</c>.</summary>
    public Uri Management { get; init; } = new("http://127.0.0.1:5082");

    /// <summary>The value of the first administrator key, at least 32 characters. Absent: the first start prints one, once. Secret.</summary>
    public string? BootstrapKey { get; init; }

    /// <summary>Where state is kept. <c>sqlite</c> is the default and the only store of this version.</summary>
    public string Storage { get; init; } = "sqlite";

    /// <summary>The local authority's name on the designer's pages, at most 80 characters. Null, the default, shows the product's.</summary>
    public string? Name { get; init; }

    /// <summary>The local authority's colour on the designer's pages, as <c>#rrggbb</c>. White text must be readable on it: one that is too light is darkened.</summary>
    public BrandColour Colour { get; init; } = BrandColour.Default;

    /// <summary>Whom to write to about accessibility, as the designer's statement says: an e-mail address or an https address. Null, the default, names the administrator.</summary>
    public string? Contact { get; init; }

    /// <summary>Folder of the procedures imported at start; null means none. Default: the repository's <c>designer/procedures</c>.</summary>
    public string? Procedures { get; init; }

    /// <summary>Folder of the schemas; null means none. Default: the repository's <c>schemas</c>.</summary>
    public string? Schemas { get; init; }

    /// <summary>Folder of the connectors' manifests; null means none. Default: the repository's <c>connectors</c>.</summary>
    public string? Connectors { get; init; }

    /// <summary>A folder of further workflow definitions imported at start; null, the default, means none.</summary>
    public string? Workflows { get; init; }

    /// <summary>Where stand-ins keep their ledgers. Default <c>ledgers</c> in <see cref="Data"/>.</summary>
    public required string Ledgers { get; init; }

    /// <summary>The name of this node in a cluster. Default: the host's name.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>What publishing does about a definition whose hub activities fail the checks. Default <see cref="LintMode.Warn"/>.</summary>
    public LintMode Lint { get; init; } = LintMode.Warn;

    /// <summary>
    /// The local authority (SIREN) that a key for every authority acts in when its call names none. Default: the fictitious town of
    /// the demonstrations, <see cref="Security.Siren.Fictitious"/>.
    /// </summary>
    public TenantId Tenant { get; init; } = new(Security.Siren.Fictitious);

    /// <summary>
    /// Calls a second that one key may make on average, with ten seconds' worth at once; more are answered 429. Null, the default,
    /// means no quota: a busy hub still shares itself out fairly.
    /// </summary>
    public int? KeyRate { get; init; }

    /// <summary>Calls a second that all keys of one local authority may make together, like <see cref="KeyRate"/>. Null, the default, means no quota.</summary>
    public int? TenantRate { get; init; }

    /// <summary>Set by <c>hub serve --unsafe-testing</c>, never by a setting: allows fail points.</summary>
    public bool UnsafeTesting { get; init; }
}

/// <summary>What <c>HUB__LINT</c> can be.</summary>
public enum LintMode
{
    /// <summary>Publish, and tell what is wrong.</summary>
    Warn,

    /// <summary>Do not publish.</summary>
    Strict,
}
