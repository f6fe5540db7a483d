using Grpc.Core.Server;

namespace Hub.Grpc.Tests.Server;

public sealed class ExceptionFramesTests
{
    private const string Secret = "Jeanne Martin";

    [Fact]
    public void Of_ExceptionThatQuotesSomebody_TellsTypesAndPlacesOnly()
    {
        var text = ExceptionFrames.Of(Caught());

        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", text, StringComparison.Ordinal);
        Assert.Contains("caused by System.FormatException", text, StringComparison.Ordinal);
        Assert.Contains(nameof(Inner), text, StringComparison.Ordinal);
    }

    private static Exception Caught()
    {
        try
        {
            try
            {
                Inner();
            }
            catch (FormatException cause)
            {
                throw new InvalidOperationException($"'{Secret}' cannot be used.", cause);
            }
        }
        catch (InvalidOperationException error)
        {
            return error;
        }

        throw new InvalidOperationException("Nothing was thrown.");
    }

    private static void Inner() => throw new FormatException($"'{Secret}' is not a number.");
}
