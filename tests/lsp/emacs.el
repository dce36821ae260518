;;; emacs.el --- A session of Eglot with `brief lsp', with the settings of docs/editors.md  -*- lexical-binding: t -*-

;; Run by `emacs --batch -l' this file, with: the file of settings, the brief.

(require 'cl-lib)
(let ((settings (pop command-line-args-left)))
  (load settings nil t t))
(package-initialize)
(require 'eglot)

(defun check (holds message)
  "Fail with MESSAGE unless HOLDS."
  (or holds (error "%s" message)))

(defun wait (what holds)
  "Wait until HOLDS is true of WHAT."
  (let ((tries 0))
    (while (not (funcall holds))
      (check (< (cl-incf tries) 400) (format "nothing came: %s" what))
      (accept-process-output nil 0.05))))

(defun go-to (words &optional inner)
  "Go to WORDS, INNER characters on."
  (goto-char (point-min))
  (search-forward words)
  (goto-char (+ (match-beginning 0) (or inner 0))))

(defun has-error ()
  "Whether there is an unknown field."
  (flymake-start)
  (cl-some (lambda (it) (string-match-p "titel" (flymake-diagnostic-text it))) (flymake-diagnostics)))

(setq eglot-sync-connect 20
      eglot-autoshutdown nil
      eglot-send-changes-idle-time 0)
(find-file (pop command-line-args-left))
(check (eq major-mode 'conf-toml-mode) (format "the mode is %s" major-mode))
(apply #'eglot--connect (eglot--guess-contact))
(check (eglot-managed-p) "not managed")

(defun ask (method)
  "The answer to METHOD at point."
  (eglot--signal-textDocument/didChange)
  (jsonrpc-request (eglot--current-server-or-lose) method (eglot--TextDocumentPositionParams)))

;; Diagnostics follow the text while it is not saved.
(go-to "title = \"Talks")
(insert "x")
(delete-char -1)
(delete-char 5)
(insert "titel")
(eglot--signal-textDocument/didChange)
(wait "diagnostics" #'has-error)
(go-to "titel")
(delete-char 5)
(insert "title")
(eglot--signal-textDocument/didChange)
(wait "no diagnostics" (lambda () (not (has-error))))

;; Ids.
(go-to "[issues.filling]" 10)
(check (string-match-p "Filling schedule" (format "%s" (ask :textDocument/hover))) "hover")
(go-to "\"communique\"]" 1)
(check (string-match-p "Ministry of Water" (format "%s" (ask :textDocument/completion))) "completion")
(go-to "[positions.filling.upstream]" 12)
(call-interactively #'xref-find-definitions)
(check (looking-at-p "filling\\]") (format "the definition is %s" (thing-at-point 'line)))
(go-to "[issues.filling]" 10)
(eglot-rename "schedule")
(check (string-match-p (regexp-quote "[positions.schedule.upstream]") (buffer-string)) "rename")

;; Layout.
(go-to "role = ")
(forward-char 4)
(insert "      ")
(eglot-format-buffer)
(go-to "role = \"principal\"")

(set-buffer-modified-p nil)
(eglot-shutdown (eglot--current-server-or-lose))
(message "Emacs %s, Eglot: every step was answered" emacs-version)
;;; emacs.el ends here
