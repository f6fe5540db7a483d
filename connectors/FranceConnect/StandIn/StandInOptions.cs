using System.Globalization;

namespace Hub.Connectors.FranceConnect.StandIn;

/// <summary>Settings of the stand-in, all from the environment; none is needed to start.</summary>
internal sealed record StandInOptions
{
    /// <summary><c>STANDIN_URLS</c>: addresses to listen on, separated by semicolons. Default <c>http://127.0.0.1:5091</c>.</summary>
    public required string Urls { get; init; }

    /// <summary><c>STANDIN_PUBLICURL</c>: origin under which clients and citizens see it. Absent: the first address listened on.</summary>
    public string? PublicUrl { get; init; }

    /// <summary><c>HUB__LEDGERS</c>: folder of the ledger. Default <c>ledgers</c> in the hub's data folder (<c>HUB__DATA</c>, default <c>./data</c>).</summary>
    public required string Ledgers { get; init; }

    /// <summary><c>STANDIN_DATA</c>: folder where the robot remembers the links it has yet to follow. Default: <c>stand-ins</c> beside the ledgers.</summary>
    public required string Data { get; init; }

    /// <summary><c>STANDIN_CLIENTURL</c>: origin of the client registered from the start. Default <c>http://127.0.0.1:5191</c>, the connector's own default.</summary>
    public required string ClientUrl { get; init; }

    /// <summary><c>STANDIN_CLIENTID</c>: its identifier. Default <c>hub-demo</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary><c>STANDIN_CLIENTSECRET</c>: its secret, worthless outside a loopback. Default <c>stand-in-secret-for-loopback-only</c>.</summary>
    public required string ClientSecret { get; init; }

    /// <summary><c>STANDIN_SEED</c>: seed of the test citizens; the same seed gives the same citizens. Default 1.</summary>
    public required ulong Seed { get; init; }

    public static StandInOptions From(IConfiguration configuration)
    {
        var ledgers = Value("HUB:LEDGERS", Path.Combine(Value("HUB:DATA", "data"), "ledgers"));
        return new StandInOptions
        {
            Urls = Value("STANDIN_URLS", "http://127.0.0.1:5091"),
            PublicUrl = configuration["STANDIN_PUBLICURL"]?.TrimEnd('/'),
            Ledgers = ledgers,
            Data = Value("STANDIN_DATA", Path.Combine(Path.GetDirectoryName(Path.GetFullPath(ledgers)) ?? ".", "stand-ins")),
            ClientUrl = Value("STANDIN_CLIENTURL", "http://127.0.0.1:5191").TrimEnd('/'),
            ClientId = Value("STANDIN_CLIENTID", "hub-demo"),
            ClientSecret = Value("STANDIN_CLIENTSECRET", "stand-in-secret-for-loopback-only"),
            Seed = ulong.TryParse(configuration["STANDIN_SEED"], NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 1,
        };

        string Value(string name, string absent) => configuration[name] is { Length: > 0 } value ? value : absent;
    }
}
