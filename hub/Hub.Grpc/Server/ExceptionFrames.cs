using System.Diagnostics;
using System.Text;

namespace Grpc.Core.Server;

/// <summary>An exception for the log: its types and where it came from. Never its text, which may quote what a client sent.</summary>
internal static class ExceptionFrames
{
    private const int MostInner = 5;

    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        var left = MostInner;
        for (Exception? error = exception; error is not null && left-- > 0; error = error.InnerException)
        {
            text.Append(text.Length == 0 ? "" : " caused by ").Append(error.GetType().FullName);
            foreach (var frame in new StackTrace(error, fNeedFileInfo: false).GetFrames())
            {
                // A frame of native or generated code has no method.
                if (DiagnosticMethodInfo.Create(frame) is { } method)
                {
                    text.Append(" at ").Append(method.DeclaringTypeName).Append('.').Append(method.Name);
                }
            }
        }

        return text.ToString();
    }
}
