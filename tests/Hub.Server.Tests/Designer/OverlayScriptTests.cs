using System.ComponentModel;
using System.Diagnostics;
using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests.Designer;

/// <summary>The overlay's rules of translation, tried in Node.js. That a page follows them is for the browser tests.</summary>
public sealed class OverlayScriptTests
{
    [FactIfNode]
    public async Task Translator_SmallAndWholeDictionary_SaysWhatIsExpected()
    {
        var test = Path.Combine(Repository.Root, "tests", "Hub.Server.Tests", "Designer", "translator.test.mjs");
        using var node = Process.Start(new ProcessStartInfo("node", [test, Path.Combine(Repository.Root, "designer", "overlay")]) { RedirectStandardError = true })!; // it starts anew
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var mistakes = await node.StandardError.ReadToEndAsync(deadline.Token);
        await node.WaitForExitAsync(deadline.Token);

        Assert.True(node.ExitCode == 0, mistakes);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class FactIfNodeAttribute : FactAttribute
    {
        public FactIfNodeAttribute()
        {
            try
            {
                using var node = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true });
                node?.WaitForExit(TimeSpan.FromSeconds(60));
            }
            catch (Win32Exception)
            {
                Skip = "Node.js is missing: install node 20 or newer to try the overlay's scripts.";
            }
        }
    }
}
