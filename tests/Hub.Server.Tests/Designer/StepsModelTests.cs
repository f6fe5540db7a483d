using Hub.Server.Tests.Architecture;
using Hub.Server.Tests.Packaging;
using Xunit.Abstractions;

namespace Hub.Server.Tests.Designer;

/// <summary>The changes that the page of a workflow's steps makes, and its words, tried by Node without a browser.</summary>
public sealed class StepsModelTests(ITestOutputHelper output)
{
    private static readonly string Pages = Path.Combine(Repository.Root, "designer", "pages");

    [FactIfProgram("node", "nodejs")]
    public Task Changes_AnyToAnyWorkflow_LeaveItWhole() => RunAsync("steps-model.test.mjs", Path.Combine(Pages, "steps-model.js"));

    [FactIfProgram("node", "nodejs")]
    public Task Words_OfThePages_AreThereInBothLanguages() => RunAsync("steps-texts.test.mjs", Pages);

    private async Task RunAsync(string test, string argument)
    {
        var (exitCode, said, error) = await Tool.RunAsync("node", [Path.Combine(Repository.Root, "tests", "Hub.Server.Tests", "Designer", test), argument]);

        Assert.True(exitCode == 0, error);
        output.WriteLine(said);
    }
}
