using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sdk;

/// <summary>Settings of a connector: section <c>Hub</c> of its configuration; three have an environment variable of their own, which wins.</summary>
public sealed class ConnectorOptions
{
    public const string Section = "Hub";

    /// <summary>Where the hub listens for gRPC. Environment HUB_CONNECTOR_HUB. Default http://127.0.0.1:5081.</summary>
    public string Address { get; set; } = "http://127.0.0.1:5081";

    /// <summary>The key that "hub connector enroll" gave. Environment HUB_CONNECTOR_KEY. Empty: none is sent. A secret: not for files that are shared.</summary>
    public string Key { get; set; } = string.Empty;

    /// <summary>Folder of the event box and the command journal. Environment HUB_CONNECTOR_DATA. Empty: ./data/NAME. Holds payloads: protect it as the business software's own data.</summary>
    public string Data { get; set; } = string.Empty;

    /// <summary>Name of this process among its siblings. Empty: machine name and process number.</summary>
    public string Instance { get; set; } = string.Empty;

    /// <summary>Commands taken at the same time. Default 16, at least 1.</summary>
    public int Credits { get; set; } = 16;

    /// <summary>Longest time that running handlers get at shutdown. Default 25 s.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>First pause before dialling again; it doubles up to <see cref="MaxBackOff"/>, with jitter. Default 250 ms.</summary>
    public TimeSpan MinBackOff { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause before dialling again. Default 10 s.</summary>
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A silent connection is pinged after this time. Default 15 s.</summary>
    public TimeSpan KeepAliveDelay { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A ping that is not answered in this time means a lost connection. Default 10 s.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long answers of done commands are remembered. Default 30 days.</summary>
    public TimeSpan AnswerRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long final failures are remembered: long enough to repeat a lost answer, short enough that an officer can replay after mending the cause. Default 15 min.</summary>
    public TimeSpan FailureRetention { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>PEM file of the client certificate for mutual TLS. Empty: none.</summary>
    public string Certificate { get; set; } = string.Empty;

    /// <summary>PEM file of the certificate's private key. Empty: it lies in the certificate's file.</summary>
    public string CertificateKey { get; set; } = string.Empty;

    /// <summary>PEM file of the authority that signed the hub's certificate. Empty: the machine's own authorities.</summary>
    public string TrustedAuthority { get; set; } = string.Empty;

    internal void ReadEnvironment(IConfiguration configuration)
    {
        Address = Given(configuration["HUB_CONNECTOR_HUB"]) ?? Address;
        Key = Given(configuration["HUB_CONNECTOR_KEY"]) ?? Key;
        Data = Given(configuration["HUB_CONNECTOR_DATA"]) ?? Data;
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}

/// <summary>Lists everything that is wrong with the settings at once.</summary>
internal sealed class ConnectorOptionsValidator : IValidateOptions<ConnectorOptions>
{
    public ValidateOptionsResult Validate(string? name, ConnectorOptions options)
    {
        var mistakes = new List<string>();
        if (!Uri.TryCreate(options.Address, UriKind.Absolute, out var address) || (address.Scheme != "http" && address.Scheme != "https"))
        {
            mistakes.Add($"Hub:Address must be an http or https address, like http://127.0.0.1:5081, and is \"{options.Address}\".");
        }

        if (options.Credits < 1)
        {
            mistakes.Add($"Hub:Credits must be at least 1 and is {options.Credits}.");
        }

        if (options.MinBackOff <= TimeSpan.Zero || options.MaxBackOff < options.MinBackOff)
        {
            mistakes.Add($"Hub:MinBackOff must be positive and at most Hub:MaxBackOff; they are {options.MinBackOff} and {options.MaxBackOff}.");
        }

        if (options.KeepAliveDelay < TimeSpan.FromSeconds(1) || options.KeepAliveTimeout < TimeSpan.FromSeconds(1))
        {
            mistakes.Add($"Hub:KeepAliveDelay and Hub:KeepAliveTimeout must be at least one second; they are {options.KeepAliveDelay} and {options.KeepAliveTimeout}.");
        }

        foreach (var (setting, file) in new[] { ("Certificate", options.Certificate), ("CertificateKey", options.CertificateKey), ("TrustedAuthority", options.TrustedAuthority) })
        {
            if (file.Length > 0 && !File.Exists(file))
            {
                mistakes.Add($"Hub:{setting} names a file that does not exist: \"{file}\".");
            }
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
