using System.Xml;

namespace Hub.Connectors.CitizenRelations;

/// <summary>
/// Settings, from the environment (<c>CITIZENRELATIONS__NAME</c>) or the section <c>CitizenRelations</c>.
/// None is needed against the stand-in on this machine.
/// </summary>
internal sealed class CitizenRelationsOptions
{
    /// <summary>Address of the application. Default: the stand-in's, <c>http://127.0.0.1:5093</c>.</summary>
    public Uri Endpoint { get; set; } = new("http://127.0.0.1:5093");

    /// <summary>The application's key, sent as <c>X-Cle-Api</c>. Default: the one that the stand-in publishes; no real application takes it.</summary>
    public string Key { get; set; } = "cle-de-demonstration";

    /// <summary>How long the application may take to answer one call, ISO 8601. Default 15 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads the settings; false where some are wrong, with each mistake and what was expected.</summary>
    public static bool TryRead(IConfiguration configuration, out CitizenRelationsOptions options, out List<string> mistakes)
    {
        (options, mistakes) = (new CitizenRelationsOptions(), []);
        var section = configuration.GetSection("CitizenRelations");
        if (section["Endpoint"] is { Length: > 0 } endpoint)
        {
            if (Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                options.Endpoint = address;
            }
            else
            {
                mistakes.Add($"CITIZENRELATIONS__ENDPOINT is \"{endpoint}\"; expected a complete http or https address");
            }
        }

        options.Key = section["Key"] is { Length: > 0 } key ? key : options.Key;
        if (section["Timeout"] is { Length: > 0 } timeout)
        {
            try
            {
                options.Timeout = XmlConvert.ToTimeSpan(timeout);
            }
            catch (FormatException)
            {
                mistakes.Add($"CITIZENRELATIONS__TIMEOUT is \"{timeout}\"; expected an ISO 8601 duration such as PT15S");
            }

            if (options.Timeout <= TimeSpan.Zero)
            {
                mistakes.Add("CITIZENRELATIONS__TIMEOUT must be above zero");
            }
        }

        return mistakes.Count == 0;
    }
}
