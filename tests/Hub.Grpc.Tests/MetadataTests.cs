using Grpc.Core;

namespace Hub.Grpc.Tests;

public sealed class MetadataTests
{
    [Fact]
    public void Add_MixedCase_IsFoundInAny()
    {
        var metadata = new Metadata { { "X-One", "1" }, { "x-one", "2" } };

        Assert.Equal("2", metadata.GetValue("X-ONE"));
        Assert.Equal(["1", "2"], metadata.GetAll("x-one").Select(entry => entry.Value));
        Assert.Equal("x-one", metadata[0].Key);
    }

    [Fact]
    public void Entry_OfTheWrongKind_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a", new byte[] { 1 }));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a b", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a", "line\nbreak"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a", "é"));
    }

    [Fact]
    public void Empty_IsForEver() => Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));

    [Fact]
    public void DefaultStatus_IsSuccess() => Assert.Equal(default, Status.DefaultSuccess);
}
