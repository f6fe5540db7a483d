using Microsoft.Playwright;

namespace Hub.Browser.Tests.Infrastructure;

/// <summary>The browser of the machine, driven without a window.</summary>
internal static class Chromium
{
    /// <summary>Names the browser's program where it lies elsewhere.</summary>
    public const string Variable = "HUB_TEST_CHROMIUM";

    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Null where there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Usual.FirstOrDefault(File.Exists);

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Path,
        // What a browser does by itself would count as a request to another host, and containers have no room for its sandbox.
        Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
        Timeout = (float)Visit.Patience.TotalMilliseconds,
    });
}
