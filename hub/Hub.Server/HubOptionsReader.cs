namespace Hub.Server;

/// <summary>Reads <see cref="HubOptions"/> from a configuration whose section <c>Hub</c> holds them, and collects every mistake on the way.</summary>
public sealed class HubOptionsReader
{
    private const string PostgresPrefix = "postgresql://";

    /// <summary>Every name under <c>HUB__</c>, in the order of the alphabet; those of later versions too, so that they are refused by name.</summary>
    internal static IReadOnlyList<string> Known { get; } =
        ["Bootstrapkey", "Colour", "Connectors", "Contact", "Data", "Grpc", "Http", "Kafka", "KeyRate", "Ledgers", "Lint", "Management", "Name", "Node", "Procedures", "Redis", "Schemas", "Storage", "Tenant", "TenantRate", "Workflows"];

    private readonly IConfiguration configuration;
    private readonly IConfigurationSection section;
    private readonly List<string> mistakes = [];
    private readonly List<string> warnings = [];

    private HubOptionsReader(IConfiguration configuration)
    {
        this.configuration = configuration;
        section = configuration.GetSection("Hub");
    }

    /// <summary>The settings.</summary>
    /// <exception cref="HubOptionsException">Something in them is wrong; its message lists everything that is.</exception>
    public static HubOptions Read(IConfiguration configuration)
    {
        var check = Check(configuration);
        return check.Mistakes.Count == 0 ? check.Options : throw new HubOptionsException(check.Mistakes);
    }

    /// <summary>The settings with all that is wrong or odd about them, for <c>hub config check</c>.</summary>
    public static HubOptionsCheck Check(IConfiguration configuration)
    {
        var reader = new HubOptionsReader(configuration);
        var options = reader.ReadAll();
        return new(options, reader.mistakes, reader.warnings);
    }

    private HubOptions ReadAll()
    {
        var data = Folder("Data", "./data");
        var http = Address("Http", "http://127.0.0.1:5080");
        var grpc = Address("Grpc", "http://127.0.0.1:5081");
        var management = Address("Management", "http://127.0.0.1:5082");
        ApartFromEachOther(("HTTP", http), ("GRPC", grpc), ("MANAGEMENT", management));
        LaterStep("Kafka", "the Kafka channel");
        LaterStep("Redis", "the shared cache");
        UnknownSettings();
        return new HubOptions
        {
            Data = data,
            Http = http,
            Grpc = grpc,
            Management = management,
            BootstrapKey = BootstrapKey(),
            Storage = Storage(),
            Name = Name(),
            Colour = Colour(),
            Contact = Contact(),
            Procedures = ContentFolder("Procedures", "designer/procedures"),
            Schemas = ContentFolder("Schemas", "schemas"),
            Connectors = ContentFolder("Connectors", "connectors"),
            Workflows = ContentFolder("Workflows", null),
            Ledgers = Folder("Ledgers", Path.Combine(data, "ledgers")),
            Node = Value("Node") ?? Environment.MachineName,
            Lint = Lint(),
            Tenant = Tenant(),
            KeyRate = Rate("KeyRate"),
            TenantRate = Rate("TenantRate"),
        };
    }

    /// <summary>The value, or null when the setting is absent or empty.</summary>
    private string? Value(string name) => section[name] is { Length: > 0 } value ? value : null;

    private string Folder(string name, string fallback)
    {
        var path = Path.GetFullPath(Value(name) ?? fallback);
        if (File.Exists(path))
        {
            Mistake(name, path, "a folder", "it is a file; name a folder, which is created if need be");
        }

        return path;
    }

    /// <summary>A folder that is only read: absent means the repository's own, empty means none.</summary>
    private string? ContentFolder(string name, string? repositoryFolder)
    {
        var value = section[name];
        if (value is null)
        {
            return repositoryFolder is null ? null : RepositoryFolder.Find(repositoryFolder);
        }

        if (value.Length == 0)
        {
            return null;
        }

        var path = Path.GetFullPath(value);
        if (!Directory.Exists(path))
        {
            Mistake(name, path, "a folder that exists", "create it, or give an empty value for none");
        }

        return path;
    }

    private Uri Address(string name, string fallback)
    {
        var value = Value(name) ?? fallback;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.PathAndQuery != "/"
            || address.UserInfo.Length > 0)
        {
            Mistake(name, value, "an address such as http://127.0.0.1:5080, without path", "give scheme, host and port only; port 0 takes a free one");
            return new Uri(fallback);
        }

        if (address.Scheme == Uri.UriSchemeHttps)
        {
            // Listening without TLS at an address that says https would be a lie that nobody notices.
            Mistake(name, value, "an address that begins with http://", "this version has no TLS on its own doors; let a reverse proxy on this machine end TLS before it");
        }

        return address;
    }

    private void ApartFromEachOther(params ReadOnlySpan<(string Name, Uri Address)> addresses)
    {
        for (var i = 0; i < addresses.Length; i++)
        {
            for (var j = i + 1; j < addresses.Length; j++)
            {
                if (addresses[i].Address.Port != 0 && addresses[i].Address.Authority == addresses[j].Address.Authority)
                {
                    mistakes.Add($"HUB__{addresses[j].Name} = '{addresses[j].Address.Authority}': an address of its own was expected, HUB__{addresses[i].Name} has the same; change one of the two ports.");
                }
            }
        }
    }

    private string? BootstrapKey()
    {
        var value = Value("BootstrapKey");
        if (value is null)
        {
            return null;
        }

        // The value is a secret: only its length is told.
        if (value.Length is < 32 or > 512)
        {
            mistakes.Add($"HUB__BOOTSTRAPKEY (value not shown): 32 to 512 characters were expected, {value.Length} came; make one with: openssl rand -base64 48");
        }
        else if (value.Any(character => character is < '!' or > '~'))
        {
            mistakes.Add("HUB__BOOTSTRAPKEY (value not shown): visible ASCII characters without spaces were expected, because it travels in an HTTP header; make one with: openssl rand -base64 48");
        }
        else if (value.All(character => character is '0' or '-'))
        {
            mistakes.Add("HUB__BOOTSTRAPKEY (value not shown): a random value was expected, only zeros came; make one with: openssl rand -base64 48");
        }

        return value;
    }

    private string Storage()
    {
        var value = Value("Storage") ?? "sqlite";
        if (value.StartsWith(PostgresPrefix, StringComparison.OrdinalIgnoreCase) || value.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase))
        {
            // The address holds a password: it is not shown.
            mistakes.Add("HUB__STORAGE = 'postgresql://…' (rest not shown): this version of the hub keeps its state in SQLite only; leave the setting out, or set it to sqlite.");
        }
        else if (value != "sqlite")
        {
            mistakes.Add("HUB__STORAGE (value not shown): 'sqlite' was expected; leave the setting out, or set it to sqlite.");
        }

        return "sqlite";
    }

    private void LaterStep(string name, string what)
    {
        if (Value(name) is not null)
        {
            mistakes.Add($"HUB__{name.ToUpperInvariant()} (value not shown): this version of the hub does not offer {what} yet; leave the setting out.");
        }
    }

    private string? Name()
    {
        var value = Value("Name")?.Trim();
        if (value is { Length: > 80 } || value?.Any(char.IsControl) == true)
        {
            Mistake("Name", $"({value.Length} characters)", "a name of at most 80 characters on one line", "shorten it; it stands in the head of the designer's pages");
        }

        return value is { Length: > 0 } ? value : null;
    }

    private BrandColour Colour()
    {
        if (Value("Colour") is not { } value)
        {
            return BrandColour.Default;
        }

        if (BrandColour.Parse(value) is not { } colour)
        {
            Mistake("Colour", value, "a colour such as #1d4e89", "write '#' and six hexadecimal digits");
            return BrandColour.Default;
        }

        var readable = colour.Readable();
        if (readable != colour)
        {
            warnings.Add(FormattableString.Invariant(
                $"HUB__COLOUR = '{value}': white text on it has a contrast of {colour.ContrastWithWhite:0.0}:1, and {BrandColour.LeastContrast}:1 is the least that everybody can read (WCAG 2.1, 1.4.3); {readable} is used instead, the same colour darkened."));
        }

        return readable;
    }

    private string? Contact()
    {
        var value = Value("Contact")?.Trim();
        var isAddress = value is null
            || (System.Net.Mail.MailAddress.TryCreate(value, out var mail) && mail.Address == value)
            || (Uri.TryCreate(value, UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps);
        if (!isAddress)
        {
            Mistake("Contact", value ?? "", "an e-mail address or an address that begins with https://", "it stands in the accessibility statement");
        }

        return value;
    }

    private LintMode Lint()
    {
        var value = Value("Lint") ?? "warn";
        switch (value)
        {
            case "warn":
                return LintMode.Warn;
            case "strict":
                return LintMode.Strict;
            default:
                Mistake("Lint", value, "'warn' or 'strict'", "choose one of the two");
                return LintMode.Warn;
        }
    }

    private TenantId Tenant()
    {
        var value = Value("Tenant") ?? Security.Siren.Fictitious;
        if (!Security.Siren.IsValid(value))
        {
            Mistake("Tenant", value, "a SIREN, nine digits with a right check digit", "copy it from the authority's entry in the Sirene directory");
        }

        return new TenantId(value);
    }

    private int? Rate(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        if (int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate is > 0 and <= 1_000_000)
        {
            return rate;
        }

        Mistake(name, value, "calls a second, a whole number from 1 to 1000000", "leave it out for no quota");
        return null;
    }

    // Connectors and stand-ins share the environment in a demonstration, so none of these can be a mistake.
    private void UnknownSettings()
    {
        foreach (var child in section.GetChildren())
        {
            if (!Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                var hint = NearestName.Of(child.Key, Known) is { } near
                    ? $"Did you mean HUB__{near.ToUpperInvariant()}?"
                    : $"It knows {string.Join(", ", Known.Select(name => "HUB__" + name.ToUpperInvariant()))}.";
                warnings.Add($"HUB__{child.Key.ToUpperInvariant()}: the hub knows no such setting and ignores it. {hint}");
            }
            else if (child.GetChildren().Any())
            {
                warnings.Add($"HUB__{child.Key.ToUpperInvariant()}__…: the setting takes one value and has no parts; what comes after the second '__' is ignored.");
            }
        }

        foreach (var name in Known.Select(name => name.ToUpperInvariant()).Where(name => configuration[$"HUB_{name}"] is not null))
        {
            warnings.Add($"HUB_{name}: settings have two underscores after HUB, and this one is ignored. Did you mean HUB__{name}?");
        }
    }

    private void Mistake(string name, string value, string expected, string mend) =>
        mistakes.Add($"HUB__{name.ToUpperInvariant()} = '{value}': {expected} was expected; {mend}.");
}

/// <summary>What reading the settings found.</summary>
/// <param name="Options">The settings, with defaults in place of what is wrong.</param>
/// <param name="Mistakes">One sentence each: setting, value (never a secret's), rule, how to mend.</param>
/// <param name="Warnings">What is odd but harmless.</param>
public sealed record HubOptionsCheck(HubOptions Options, IReadOnlyList<string> Mistakes, IReadOnlyList<string> Warnings);

/// <summary>The settings hold at least one mistake. The message lists them all, one a line.</summary>
public sealed class HubOptionsException(IReadOnlyList<string> mistakes)
    : Exception($"{mistakes.Count} mistake(s) in the settings:{Environment.NewLine}{string.Join(Environment.NewLine, mistakes.Select(mistake => "  - " + mistake))}")
{
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
