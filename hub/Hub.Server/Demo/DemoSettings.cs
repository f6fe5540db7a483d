using System.Security.Cryptography;

namespace Hub.Server.Demo;

/// <summary>Where the demo's processes listen and keep their files, and the keys that they use.</summary>
/// <remarks>Every <c>HUB__…</c> variable of the caller is honoured and inherited by the hub; what is not set gets a value that works on this machine now.</remarks>
internal sealed class DemoSettings
{
    private DemoSettings(string repository, string data, string ledgers, Uri http, Uri grpc, Uri management, string key)
    {
        Repository = repository;
        Data = data;
        Ledgers = ledgers;
        Http = http;
        Grpc = grpc;
        Management = management;
        Key = key;
    }

    public string Repository { get; }

    /// <summary>The hub's data folder. Absent <c>HUB__DATA</c>: <c>.hub/demo</c> of the repository, emptied at each start.</summary>
    public string Data { get; }

    public string Ledgers { get; }

    public Uri Http { get; }

    public Uri Grpc { get; }

    public Uri Management { get; }

    /// <summary>A key with every right, to send requests with and to sign in to the console with.</summary>
    public string Key { get; }

    public string Logs => Path.Combine(Data, "logs");

    /// <summary>Where the demo remembers its own keys, readable by its user only.</summary>
    public string Own => Path.Combine(Data, "demo");

    public static DemoSettings Read(DemoOptions options, FreePorts ports)
    {
        var repository = FindRepository();
        var data = Variable("DATA");
        if (data is null)
        {
            data = Path.Combine(repository, ".hub", "demo");
            if (Directory.Exists(data) && !options.StandInsOnly)
            {
                // The demo's own folder: nobody else keeps anything there, and each play starts from an empty town hall.
                Directory.Delete(data, recursive: true);
            }
        }

        data = Path.GetFullPath(data);
        var own = Path.Combine(data, "demo");
        CreatePrivateFolder(own);
        return new DemoSettings(
            repository,
            data,
            Path.GetFullPath(Variable("LEDGERS") ?? Path.Combine(data, "ledgers")),
            Address("HTTP", 5080),
            Address("GRPC", 5081),
            Address("MANAGEMENT", 5082),
            Variable("BOOTSTRAPKEY") ?? RememberedKey(own));

        // A hub that runs elsewhere is where the settings say; one that the demo starts may move aside.
        Uri Address(string name, int preferred) =>
            Variable(name) is { } address ? new Uri(address)
            : new Uri($"http://127.0.0.1:{(options.StandInsOnly ? preferred : ports.Take(preferred))}");
    }

    /// <summary>What the hub needs beyond what it inherits.</summary>
    public IReadOnlyDictionary<string, string> HubEnvironment => new Dictionary<string, string>
    {
        ["HUB__DATA"] = Data,
        ["HUB__LEDGERS"] = Ledgers,
        ["HUB__HTTP"] = Http.GetLeftPart(UriPartial.Authority),
        ["HUB__GRPC"] = Grpc.GetLeftPart(UriPartial.Authority),
        ["HUB__MANAGEMENT"] = Management.GetLeftPart(UriPartial.Authority),
        ["HUB__BOOTSTRAPKEY"] = Key,
    };

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable("HUB__" + name) is { Length: > 0 } value ? value : null;

    private static string RememberedKey(string own)
    {
        var file = Path.Combine(own, "sign-in-key");
        if (!File.Exists(file))
        {
            WritePrivateFile(file, RandomNumberGenerator.GetString("ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz23456789", 44));
        }

        return File.ReadAllText(file).Trim();
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DemoException(new(
            $"La démonstration lance des programmes construits dans le dépôt ; aucun fichier Hub.sln au-dessus de {AppContext.BaseDirectory}. Lancez ./demo.sh depuis un clone du dépôt.",
            $"The demo starts programs built in the repository; there is no Hub.sln above {AppContext.BaseDirectory}. Run ./demo.sh from a clone of the repository."));
    }

    private static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a secret that only this user may read.</summary>
    internal static void WritePrivateFile(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.WriteLine(text);
    }
}
