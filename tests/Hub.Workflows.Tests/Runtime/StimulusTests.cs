using Hub.Workflows.Runtime;

namespace Hub.Workflows.Tests.Runtime;

public sealed class StimulusTests
{
    [Fact]
    public void Hash_OfAnEvent_IsTheSameForEver()
    {
        // A stored hash must still be found by the next version of the hub: this value never changes.
        Assert.Equal("d93220e5500fee32081357e1c757459f", Stimulus.Hash("Elsa.Event", Stimulus.ForEvent("Paid")));
    }

    [Theory]
    [InlineData("""{"b":1,"a":"x"}""", """{"a":"x","b":1}""", true)]
    [InlineData("""{"EventName":"Paid"}""", """{"eventName":"Paid"}""", true)]
    [InlineData("""{"a":null,"b":1}""", """{"b":1}""", true)]
    [InlineData("""{"eventName":"paid"}""", """{"eventName":"Paid"}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    public void Hash_SameMembers_InAnyOrderAndCaseOfNames(string first, string second, bool same)
    {
        Assert.Equal(same, Stimulus.Hash("n", JsonValues.Parse(first)) == Stimulus.Hash("n", JsonValues.Parse(second)));
    }

    [Fact]
    public void Hash_WithActivityInstance_DiffersFromWithout()
    {
        Assert.NotEqual(Stimulus.Hash("n"), Stimulus.Hash("n", default, "a1"));
        Assert.NotEqual(Stimulus.Hash("n", default, "a1"), Stimulus.Hash("n", default, "a2"));
    }

    [Theory]
    [InlineData("orders/{Id}", "/orders/{id}")]
    [InlineData("/Orders/", "/orders")]
    [InlineData("", "/")]
    public void NormalizePath_AnySpelling_HasOneLeadingSlash(string path, string expected)
    {
        Assert.Equal(expected, Stimulus.NormalizePath(path));
    }
}
