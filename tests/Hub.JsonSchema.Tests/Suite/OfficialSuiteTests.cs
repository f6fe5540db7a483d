using Xunit.Abstractions;

namespace Hub.JsonSchema.Tests.Suite;

/// <summary>The official JSON Schema test suite, by draft and part, with the known failures by name.</summary>
public sealed class OfficialSuiteTests(ITestOutputHelper output)
{
    [TheoryIfData(OfficialSuite.DataSet)]
    [InlineData("draft2020-12", "")]
    [InlineData("draft2020-12", "optional")]
    [InlineData("draft2020-12", "optional/format")]
    [InlineData("draft2019-09", "")]
    [InlineData("draft2019-09", "optional")]
    [InlineData("draft2019-09", "optional/format")]
    [InlineData("draft7", "")]
    [InlineData("draft7", "optional")]
    [InlineData("draft7", "optional/format")]
    [InlineData("draft6", "")]
    [InlineData("draft6", "optional")]
    [InlineData("draft6", "optional/format")]
    [InlineData("draft4", "")]
    [InlineData("draft4", "optional")]
    [InlineData("draft4", "optional/format")]
    public void Run_PartOfTheSuite_GivesTheExpectedVerdicts(string draft, string part)
    {
        var outcome = OfficialSuite.Run(draft, part);

        foreach (var failure in outcome.Failures)
        {
            output.WriteLine("FAILED " + failure);
        }

        output.WriteLine($"{draft}/{part}: {outcome.Total - outcome.Failures.Count} of {outcome.Total}");
        Assert.Equal([], outcome.Failures);
    }
}
