using Hub.Connectors.PayFip.Payments;

namespace Hub.Connectors.PayFip.Web;

/// <summary>
/// <c>/notify</c>: PayFiP says that something happened to an operation. It says no more than the operation's id, as a form field or in the
/// query, spelt <c>idop</c> or <c>idOp</c>; anyone could say it, so it is only a reason to ask PayFiP.
/// </summary>
internal static class Notification
{
    private const int LongestForm = 4096;

    public static async Task<IResult> ReceiveAsync(HttpContext http, SettlePayments settle, IHostApplicationLifetime lifetime)
    {
        // Not tied to the caller's patience: once told, the connector looks.
        var notice = await IdOpAsync(http) is { } idOp ? await settle.NotifiedAsync(idOp, lifetime.ApplicationStopping) : Notice.Malformed;
        return notice switch
        {
            Notice.Taken => Results.Text("OK"),
            Notice.TellAgain => Results.Text("Not known yet; tell it again.", statusCode: StatusCodes.Status503ServiceUnavailable),
            _ => Results.Text("idop: 1 to 64 letters, digits or hyphens expected, in the form or the query", statusCode: StatusCodes.Status400BadRequest),
        };
    }

    private static async Task<string?> IdOpAsync(HttpContext http)
    {
        // Names are compared without case in both collections.
        if (http.Request.Query["idop"] is [{ Length: > 0 } fromQuery, ..])
        {
            return fromQuery;
        }

        if (!http.Request.HasFormContentType || http.Request.ContentLength > LongestForm)
        {
            return null;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return form["idop"] is [{ Length: > 0 } fromForm, ..] ? fromForm : null;
    }
}
