using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Hub.Server.Cli;

/// <summary>What the commands share: the settings they read, and the option <c>--json</c>.</summary>
internal static class CommandSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The environment, over <c>appsettings.json</c> beside the binary.</summary>
    public static IConfiguration Configuration() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>The settings of this command line.</summary>
    /// <exception cref="HubOptionsException">Something in them is wrong.</exception>
    public static HubOptions Settings(this ParseResult parsed) => HubOptionsReader.Read(parsed.Configuration());

    public static IConfiguration Configuration(this ParseResult parsed) =>
        (parsed.InvocationConfiguration as HubInvocation)?.Settings ?? Configuration();

    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON instead of text" };

    public static Task WriteJsonAsync(this ParseResult parsed, object value) =>
        parsed.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(value, Json));

    public static Task WriteAsync(this ParseResult parsed, string line) => parsed.InvocationConfiguration.Output.WriteLineAsync(line);

    /// <summary>A remark for the person, out of the way of a script that reads the result.</summary>
    public static Task RemarkAsync(this ParseResult parsed, string line) => parsed.InvocationConfiguration.Error.WriteLineAsync(line);
}

/// <summary>One command line's surroundings: where it writes, and where its settings come from.</summary>
internal sealed class HubInvocation(IConfiguration settings) : InvocationConfiguration
{
    public IConfiguration Settings { get; } = settings;
}
